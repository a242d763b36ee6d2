// Imported first by every window and by the shim: tells zod not to try `new Function`, which the windows' CSP forbids and reports, and
// which costs a shim more at its start than it ever gains.
// Must run before the first schema is built.
import { config } from 'zod';

config({ jitless: true });
