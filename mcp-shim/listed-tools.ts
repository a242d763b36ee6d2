// What `tools/list` answers. Plain values: the build works them out, so that no shim has to when it starts (build/lean-shim.ts).
import { toolListing } from '../app/contract/tools.ts';

export const listedTools = toolListing();
