// Imported first by every window: tells zod not to try `new Function`, which the windows' CSP forbids and reports.
// Must run before the first schema is built.
import { config } from 'zod';

config({ jitless: true });
