// A coded refusal of a run that also says which names it is about. SECURITY P8: only names that its client may know.
import { BrokerError, type FaultCode } from '../../contract/fault.ts';

export interface RefusedNames {
  /** Secrets, fields or variables that it is about. */
  readonly about: readonly string[];
  /** What may have been meant. */
  readonly near?: readonly string[];
}

export class NamedRefusal extends BrokerError {
  readonly names: { readonly about: string[]; readonly near?: string[] };

  constructor(code: FaultCode, { about, near }: RefusedNames) {
    super(code);
    this.names = { about: [...about], ...(near === undefined ? {} : { near: [...near] }) };
  }
}

/** The names of a thrown refusal; none of any other fault. */
export function namesOf(thrown: unknown): NamedRefusal['names'] | Record<string, never> {
  return thrown instanceof NamedRefusal ? thrown.names : {};
}
