// What a command does to the world, as far as its words tell: the class that decides how freely it may be allowed.
import { z } from 'zod';

/**
 * `read`: looks at something · `write`: adds or changes · `unknown`: Postern does not know this tool or this use of it ·
 * `delete`: removes, or overwrites for good · `disclose`: its point is to print a credential.
 */
export const RiskClass = z.enum(['read', 'write', 'unknown', 'delete', 'disclose']);
export type RiskClass = z.infer<typeof RiskClass>;

/** From the mildest to the gravest; an action is as grave as its gravest command. */
export const riskOrder: readonly RiskClass[] = ['read', 'write', 'unknown', 'delete', 'disclose'];

export const CommandRisk = z
  .object({
    class: RiskClass,
    /** What it acts on, in the person's words, such as `GitHub` or `your Kubernetes cluster`; null: not known. */
    target: z.string().max(60).nullable(),
    /**
     * The program and the words that say which of its uses this is, such as `gh pr view`; options and operands left out. The
     * program alone where the tool is unknown.
     */
    verb: z.array(z.string()).readonly(),
  })
  .readonly();
export type CommandRisk = z.infer<typeof CommandRisk>;
