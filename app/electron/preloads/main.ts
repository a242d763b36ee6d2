// The main window's preload: the door that never carries a value or an approval.
import { exposeBridge } from './bridge.ts';

exposeBridge('main');
