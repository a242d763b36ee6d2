// Narrows the list down: one plain choice per thing that the secrets differ in, and what is chosen as words that can be taken back.
import { X } from 'lucide-react';
import { useId } from 'react';
import { SecretKind } from '../../../app/contract/secret.ts';
import { kindWords } from '../../tokens/words.ts';
import { Select } from '../../ui/select.tsx';
import type { Need } from './needs.ts';
import { needWords } from './needs.ts';
import type { Facets, Filters } from './search-index.ts';

interface FiltersProps {
  readonly facets: Facets;
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
}

export function FilterPanel({ facets, filters, onChange }: FiltersProps) {
  const plain = (texts: readonly string[]) => texts.map((text) => ({ value: text, text }));
  const needs = Object.entries(needWords).map(([value, text]) => ({ value, text }));
  const kinds = facets.kind.map((kind) => ({ value: kind, text: kindWords[kind] }));
  const id = useId();
  return (
    <fieldset className="secret-filters" aria-labelledby={id}>
      <legend id={id} className="visually-hidden">
        Show only
      </legend>
      <Select label="Needs" options={needs} value={filters.need} onChange={(need) => change({ need: needIn(need) })} />
      {facets.tag.length === 0 ? null : (
        <Select label="Tag" options={plain(facets.tag)} value={filters.tag} onChange={(tag) => change({ tag })} />
      )}
      {facets.project.length === 0 ? null : (
        <Select
          label="Project"
          options={plain(facets.project)}
          value={filters.project}
          onChange={(project) => change({ project })}
        />
      )}
      {facets.environment.length === 0 ? null : (
        <Select
          label="Environment"
          options={plain(facets.environment)}
          value={filters.environment}
          onChange={(environment) => change({ environment })}
        />
      )}
      <Select label="Kind" options={kinds} value={filters.kind} onChange={(kind) => change({ kind: kindIn(kind) })} />
    </fieldset>
  );

  function change(part: Partial<Filters>) {
    onChange({ ...filters, ...part });
  }
}

/** What is chosen while the panel is closed; nothing when nothing is. */
export function ChosenFilters({ filters, onChange }: Omit<FiltersProps, 'facets'>) {
  const chosen = chosenOf(filters);
  if (chosen.length === 0) return null;
  return (
    <div className="chosen-filters">
      {chosen.map(({ name, text }) => (
        <button
          key={name}
          type="button"
          aria-label={`No longer only: ${text}`}
          onClick={() => onChange({ ...filters, [name]: null })}
        >
          {text}
          <X size={12} aria-hidden />
        </button>
      ))}
    </div>
  );
}

export function chosenOf(filters: Filters): readonly { readonly name: keyof Filters; readonly text: string }[] {
  const { need, tag, project, environment, kind } = filters;
  return [
    ...(need === null ? [] : [{ name: 'need' as const, text: needWords[need] }]),
    ...(tag === null ? [] : [{ name: 'tag' as const, text: tag }]),
    ...(project === null ? [] : [{ name: 'project' as const, text: project }]),
    ...(environment === null ? [] : [{ name: 'environment' as const, text: environment }]),
    ...(kind === null ? [] : [{ name: 'kind' as const, text: kindWords[kind] }]),
  ];
}

function needIn(text: string | null): Need | null {
  return text === 'expiring' || text === 'due' || text === 'waiting' ? text : null;
}

function kindIn(text: string | null): Filters['kind'] {
  return SecretKind.safeParse(text).data ?? null;
}
