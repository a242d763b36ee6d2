// An API that agents may call, set up or changed: a well-known one takes a secret and no more. SECURITY P9: what lets more through
// needs a proof, which the broker demands.
import type { FormEvent } from 'react';
import { useState } from 'react';
import type { Provider, ProviderId, ProviderKind } from '../../../app/contract/provider.ts';
import type { TrustedSubject } from '../../../app/contract/trusted-channels.ts';
import { call } from '../broker.ts';
import { Field } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { ProofPrompt } from '../proof-prompt.tsx';
import { SaveFooter } from '../save-footer.tsx';
import { useProof } from '../use-proof.ts';
import { WindowHead } from '../window-head.tsx';
import { KnownProvider } from './known-provider.tsx';
import { OwnProvider } from './own-provider.tsx';
import { copyOf, draftOf, emptyDraft, knownProviderOf, type ProviderDraft, providerOf } from './provider-draft.ts';
import { isClean, problemsOf, secretProblem } from './provider-problems.ts';
import { suggestedSecret } from './suggested-secret.ts';
import './provider.css';

export type ProviderSubject = Extract<TrustedSubject, { kind: 'provider' }>;

/** What is being set up: nothing yet, a well-known one with its secret, or one of the person's own. */
type Picked =
  | { readonly kind: 'none' }
  | { readonly kind: 'known'; readonly of: ProviderKind; readonly secret: string; readonly names: readonly string[] }
  | { readonly kind: 'own'; readonly draft: ProviderDraft };

export function ProviderWindow({ subject }: { readonly subject: ProviderSubject }) {
  const { provider, kinds, secrets, taken } = subject;
  const isNew = provider === null;
  /** Which one is chosen first; the keyboard stays there while it is. */
  const picks = isNew && subject.begin === null;
  const [picked, setPicked] = useState(() => pickedOf(subject));
  const [told, setTold] = useState(false);
  const proof = useProof();
  const busy = proof.state.kind === 'busy';
  const asking = proof.state.kind === 'asking';
  const close = () => call('window.close', undefined);
  useEscape(() => (busy ? undefined : close()));
  const pick = (next: Picked) => {
    // The proof that was asked for was for something else.
    proof.drop();
    setPicked(next);
  };
  // The names of the well-known ones are theirs.
  const reserved = [...taken, ...kinds.map(({ id }) => id)];
  const problems = picked.kind === 'own' ? problemsOf(picked.draft, reserved, secrets) : null;
  const secretWrong = picked.kind === 'known' ? secretProblem(picked.secret, picked.of.auth, secrets) : undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || asking) return;
    setTold(true);
    const sound = problems === null ? secretWrong === undefined : isClean(problems);
    const next = sound ? savedOf(picked) : null;
    // The broker closes the window when it is done.
    if (next !== null) await proof.tryWithout((given) => call('provider.save', { provider: next, proof: given }));
  };
  return (
    <form className="provider-form" onSubmit={submit} noValidate autoComplete="off">
      <WindowHead title={titleOf(subject, picked)}>
        Agents that you let in may call it through Postern, which adds the secret. They never see it.
      </WindowHead>
      <div className="body">
        {picks ? (
          <KindField
            kinds={kinds.filter(({ id }) => !taken.includes(id))}
            picked={picked}
            onPick={(kind) => {
              setTold(false);
              pick(kind === 'own' ? { kind, draft: emptyDraft } : knownFrom(kind, subject));
            }}
          />
        ) : null}
        {picked.kind === 'known' ? (
          <KnownProvider
            kind={picked.of}
            secret={picked.secret}
            secrets={secrets}
            problem={told ? secretWrong : undefined}
            focused={!picks}
            names={picked.names}
            onSecret={(secret) => pick({ ...picked, secret })}
            onNames={(names) => pick({ ...picked, names })}
            onOwn={isNew ? () => pick({ kind: 'own', draft: copyOf(picked.of, picked.secret) }) : null}
          />
        ) : null}
        {picked.kind === 'own' && problems !== null ? (
          <OwnProvider
            draft={picked.draft}
            problems={problems}
            told={told}
            focused={!picks}
            secrets={secrets}
            onChange={(part) => pick({ kind: 'own', draft: { ...picked.draft, ...part } })}
          />
        ) : null}
        {told && problems !== null && !isClean(problems) ? (
          <p className="field-problem">Something above needs another look.</p>
        ) : null}
        <ProofPrompt ask={proof} to="let more through or ask less" does="Save" />
        <SaveFooter proof={proof} onCancel={close} off={picked.kind === 'none'} />
      </div>
    </form>
  );
}

function pickedOf(subject: ProviderSubject): Picked {
  const { provider, begin, kinds } = subject;
  if (provider !== null) {
    const known = provider.wellKnown ? kinds.find(({ id }) => id === provider.id) : undefined;
    const names = provider.permissions.map(({ name }) => name);
    if (known !== undefined) return { kind: 'known', of: known, secret: provider.secret, names };
    return { kind: 'own', draft: draftOf(provider, provider) };
  }
  const kind = kinds.find(({ id }) => id === begin);
  return kind === undefined ? { kind: 'none' } : knownFrom(kind, subject);
}

function knownFrom(of: ProviderKind, { secrets }: ProviderSubject): Picked {
  const names = of.permissions.map(({ name }) => name);
  return { kind: 'known', of, secret: suggestedSecret(of, secrets), names };
}

function savedOf(picked: Picked): Provider | null {
  switch (picked.kind) {
    case 'none':
      return null;
    case 'known':
      return knownProviderOf(picked.of, picked.secret, picked.names);
    case 'own':
      return providerOf(picked.draft);
  }
}

function titleOf({ provider }: ProviderSubject, picked: Picked): string {
  if (provider !== null) return `Change ${provider.name}`;
  return picked.kind === 'known' ? `Set up ${picked.of.name}` : 'Add a provider';
}

interface KindFieldProps {
  /** Those that are not set up yet. */
  readonly kinds: readonly ProviderKind[];
  readonly picked: Picked;
  readonly onPick: (kind: ProviderKind | 'own') => void;
}

const own = ' ';

function KindField({ kinds, picked, onPick }: KindFieldProps) {
  const value = picked.kind === 'own' ? own : picked.kind === 'known' ? picked.of.id : '';
  const choose = (chosen: ProviderId | string) => {
    const kind = kinds.find(({ id }) => id === chosen);
    if (kind !== undefined) onPick(kind);
    else if (chosen === own) onPick('own');
  };
  return (
    <Field label="Which API">
      {(ids) => (
        <select
          {...ids}
          className="input"
          // biome-ignore lint/a11y/noAutofocus: the window was opened to choose this
          autoFocus
          value={value}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          <option value="" disabled hidden>
            Choose…
          </option>
          <option value={own}>Another API, by its address</option>
          <optgroup label="Postern knows">
            {kinds.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </optgroup>
        </select>
      )}
    </Field>
  );
}
