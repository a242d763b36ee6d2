// The findings of a health check by kind, the worst first, with what each kind means in words. Pure.
import type { HealthFinding, HealthKind, HealthReport } from '../../../app/contract/health.ts';
import { healthKinds } from '../../../app/contract/health.ts';
import type { RecordId, SecretName } from '../../../app/contract/vocabulary.ts';

export interface Ill {
  readonly id: RecordId;
  readonly name: SecretName;
  readonly finding: HealthFinding;
}

export interface FindingGroup {
  readonly kind: HealthKind;
  readonly title: string;
  readonly lead: string;
  readonly ill: readonly Ill[];
}

/** Kinds without a finding are left out; within a kind the order of the report stays. */
export function findingGroups({ secrets }: HealthReport): readonly FindingGroup[] {
  const all = secrets.flatMap(({ id, name, findings }) => findings.map((finding) => ({ id, name, finding })));
  const byKind = Map.groupBy(all, ({ finding }) => finding.kind);
  return healthKinds.flatMap((kind) => {
    const ill = byKind.get(kind);
    return ill === undefined ? [] : [{ kind, ...groupWords[kind], ill }];
  });
}

const groupWords: Readonly<Record<HealthKind, { readonly title: string; readonly lead: string }>> = {
  leaked: {
    title: 'Copies lie in your files',
    lead: 'Get a new value where the secret comes from, put it in here, then delete the copies.',
  },
  expired: { title: 'Expired', lead: 'It no longer opens anything. Get a new value, or remove it.' },
  weak: { title: 'Easy to guess', lead: 'Change it where it is used, to something long that no person made up.' },
  reused: { title: 'The same value in several places', lead: 'Whoever gets one of them has all of them.' },
  expiring: { title: 'Expires soon', lead: 'Get a new value before the old one stops working.' },
  old: { title: 'Due for a new value', lead: 'The longer a value lives, the more places it has been in.' },
  never_used: { title: 'Never used', lead: 'What nobody needs is safest when it is gone.' },
  undescribed: { title: 'Without a description', lead: 'A few words tell an agent which secret is the right one.' },
};
