// The trusted windows' preload: the door for approval, value entry, set-up and unlock.
import { exposeBridge } from './bridge.ts';

exposeBridge('trusted');
