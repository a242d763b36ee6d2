// The form of a secret. The value lives in its text field alone, never in React's state, and is emptied as soon as it is saved.
import type { FormEvent, ReactNode } from 'react';
import { useRef, useState } from 'react';
import type { SecretWish } from '../../app/contract/broker.ts';
import type { FaultCode } from '../../app/contract/fault.ts';
import { faultMessages } from '../../app/contract/fault.ts';
import type { OwnSecretView } from '../../app/contract/secret.ts';
import type { RequestId } from '../../app/contract/vocabulary.ts';
import { useSending } from './broker.ts';
import { Button, Fault, Fold } from './controls.tsx';
import type { FormText, Problems } from './draft.ts';
import { draftOf, emptyForm, formOf, problemsOf, suggestedEnv } from './draft.ts';
import { MoreFields, NameFields, TierField, UsageFields } from './secret-fields.tsx';
import { ValueField, valueProblem } from './value-field.tsx';
import './secret-form.css';

interface SecretFormProps {
  readonly secret: OwnSecretView | null;
  /** The waiting request this answers; the name in it is the agent's and stays. */
  readonly wish: ({ readonly id: RequestId } & SecretWish) | null;
  readonly focused?: boolean;
  readonly aside: ReactNode;
}

export function SecretForm({ secret, wish, focused = false, aside }: SecretFormProps) {
  const value = useRef<HTMLTextAreaElement>(null);
  const [form, setForm] = useState<FormText>(() => startOf(secret, wish));
  const [envTouched, setEnvTouched] = useState(secret !== null || wish?.env !== undefined);
  const [replacing, setReplacing] = useState(secret === null);
  const [tried, setTried] = useState(false);
  const [valueSays, setValueSays] = useState<string>();
  const { busy, fault, send } = useSending();
  const problems: Problems = { ...(tried ? problemsOf(form) : {}), ...problemOfFault(fault) };

  const change = (part: Partial<FormText>) => {
    const next = { ...form, ...part };
    if (part.env !== undefined) setEnvTouched(true);
    if (part.name !== undefined && !envTouched) setForm({ ...next, env: suggestedEnv(part.name) });
    else setForm(next);
    if (part.tier !== undefined && tried && replacing)
      setValueSays(valueProblem(value.current?.value ?? '', part.tier));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setTried(true);
    const typed = replacing ? (value.current?.value ?? '') : null;
    const wrong = typed === null ? undefined : valueProblem(typed, form.tier);
    setValueSays(wrong);
    const draft = draftOf(form, typed);
    if (draft === null || wrong !== undefined) return;
    const failed = await send('secret.save', { id: secret?.id ?? null, wish: wish?.id ?? null, draft });
    if (failed === null && value.current !== null) value.current.value = '';
    if (failed !== null && isAboutValue(failed)) setValueSays(faultMessages[failed]);
  };
  const elsewhere = fault !== null && !isAboutValue(fault) && Object.keys(problemOfFault(fault)).length === 0;
  return (
    <form className="secret-form" onSubmit={submit} noValidate autoComplete="off">
      <NameFields form={form} problems={problems} nameFixed={wish !== null} focused={focused} onChange={change} />
      <ValueField
        input={value}
        problem={valueSays}
        stored={!replacing}
        onReplace={() => setReplacing(true)}
        onInput={() => setValueSays(undefined)}
      />
      <TierField tier={form.tier} onChange={(tier) => change({ tier })} />
      <Fold summary="How agents use it">
        <UsageFields form={form} problems={problems} onChange={change} />
      </Fold>
      <Fold summary="Tags, notes, expiry">
        <MoreFields form={form} problems={problems} onChange={change} />
      </Fold>
      {tried && Object.keys(problems).length > 0 ? (
        <p className="field-problem">Something above needs another look.</p>
      ) : null}
      {elsewhere ? <Fault code={fault} /> : null}
      <footer>
        {aside}
        <Button tone="go" submit off={busy}>
          {busy ? 'Saving…' : secret === null ? 'Save the secret' : 'Save'}
        </Button>
      </footer>
    </form>
  );
}

function startOf(secret: OwnSecretView | null, wish: SecretFormProps['wish']): FormText {
  if (secret !== null) return formOf(secret);
  if (wish === null) return emptyForm;
  return { ...emptyForm, name: wish.name, env: wish.env ?? suggestedEnv(wish.name) };
}

/** Faults that belong to one field are said there. */
function problemOfFault(fault: FaultCode | null): Problems {
  if (fault === 'secret_exists') return { name: faultMessages.secret_exists };
  return fault === 'env_dangerous' || fault === 'env_invalid' ? { env: faultMessages[fault] } : {};
}

function isAboutValue(fault: FaultCode): boolean {
  return fault.startsWith('secret_') && fault !== 'secret_exists';
}
