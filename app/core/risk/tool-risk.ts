// The shape of what Postern knows about a tool: data, and small pure functions where a table cannot say it.
import type { RiskClass } from '../../contract/risk.ts';
import type { Use } from './use.ts';

/** Option names with their dashes, alternatives split by `|`, such as `-d|--delete`. */
export type OptionFloors = Readonly<Record<string, RiskClass | ((value: string) => RiskClass)>>;

/** What one verb does: a class; a class that options make graver; or a judgement over the whole use. */
export type VerbRisk = RiskClass | { readonly is: RiskClass; readonly but: OptionFloors } | ((use: Use) => RiskClass);

/** What a tool without verbs was found to do. `words` say which use it is, such as `DELETE` for curl. */
export interface Judged {
  readonly class: RiskClass;
  readonly words: readonly string[];
  /** Where it is known better than by the tool: the host of an address. */
  readonly target?: string | null;
}

export interface ToolRisk {
  /** Base names of its program. */
  readonly names: readonly string[];
  /** What it acts on, in the person's words; null where that is not one thing. */
  readonly target: string | null;
  /** Options without a value that leave a read a read, split by spaces. */
  readonly flags?: string;
  /** The same for options that take a value. An option that takes one under some verbs only belongs into `flags`. */
  readonly values?: string;
  /** Options that make any use at least this grave, wherever they stand. */
  readonly but?: OptionFloors;
  /** The same for options in front of the verb only. */
  readonly front?: OptionFloors;
  /** An option that is not listed leaves a read a read: the verb alone decides. Without it such a read is `unknown`. */
  readonly anyOption?: true;
  /** Its long options begin with one dash, as `terraform -json`: letters are not combined. */
  readonly oneDash?: true;
  /** It only turns input into output, so arguments that come when it runs (`xargs cat`) leave it a read. */
  readonly filter?: true;
  /**
   * Word patterns to what they do: `pr list|view`; `*` stands for any letters of a word; a closing `$` means that no operand
   * follows. The longest that fits counts, of equals the first; none: `unknown`.
   */
  readonly verbs?: Readonly<Record<string, VerbRisk>>;
  /** Judges a tool without verbs. */
  readonly judge?: (use: Use) => Judged;
}
