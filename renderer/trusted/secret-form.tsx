// The form of a secret. Values live in their text areas alone, never in React's state, and are emptied as soon as they are saved.
import type { FormEvent, ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { OwnSecretView, SecretKind } from '../../app/contract/secret.ts';
import type { RequestId } from '../../app/contract/vocabulary.ts';
import type { SecretWish } from '../../app/contract/wish.ts';
import { useSending } from './broker.ts';
import { Button, Fold, Warning } from './controls.tsx';
import type { AboutText, FormText } from './draft.ts';
import { draftOf, emptyForm, formOf } from './draft.ts';
import { placeFault } from './fault-place.ts';
import { FieldList } from './field-list.tsx';
import { fieldsOfKind, renamed, toKind } from './field-text.ts';
import type { Problems } from './form-problems.ts';
import { isClean, noProblems, problemsOf } from './form-problems.ts';
import { LongestYesField, MoreFields } from './more-fields.tsx';
import { DescriptionField, NameFields, TierField, UsageFields } from './secret-fields.tsx';
import './secret-form.css';

interface SecretFormProps {
  readonly secret: OwnSecretView | null;
  /** The waiting request this answers; the name in it is the agent's and stays. */
  readonly wish: ({ readonly id: RequestId } & SecretWish) | null;
  /** What a new secret might be called that comes from elsewhere. */
  readonly start?: Start | null;
  /** Called once the form is drawn, with what puts a value into its first field. */
  readonly fill?: (put: (value: string) => void) => void;
  readonly focused?: boolean;
  readonly aside: ReactNode;
  /** What else there is to see, above the buttons. */
  readonly below?: ReactNode;
}

interface Start {
  readonly name: string;
  /** null: the form makes one from the name. */
  readonly env: string | null;
  readonly kind: SecretKind;
}

export function SecretForm({ secret, wish, start = null, fill, focused = false, aside, below }: SecretFormProps) {
  const areas = useRef(new Map<string, HTMLTextAreaElement>());
  const typedIn = (key: string) => areas.current.get(key)?.value ?? '';
  const [form, setForm] = useState<FormText>(() => startOf(secret, wish, start));
  const [local, setLocal] = useState<Problems>(noProblems);
  /** What the broker refused is said until the person changes something. */
  const [changed, setChanged] = useState(false);
  const { busy, fault, send } = useSending();
  const refused = placeFault(changed ? null : fault, form);
  const problems: Problems = {
    about: { ...local.about, ...refused.about },
    fields: { ...local.fields, ...refused.fields },
  };

  useEffect(() => {
    fill?.((value) => {
      const area = areas.current.get(firstKey);
      // What the person typed meanwhile stays.
      if (area !== undefined && area.value === '') area.value = value;
    });
  }, [fill]);
  const change = (next: FormText) => {
    setForm(next);
    setChanged(true);
    if (!isClean(local)) setLocal(problemsOf(next, typedIn));
  };
  const changeAbout = (part: Partial<AboutText>) => {
    const next = { ...form, ...part };
    if (part.name !== undefined) return change({ ...next, fields: renamed(form.fields, part.name) });
    if (part.kind === undefined || secret !== null) return change(next);
    return change({ ...next, fields: toKind(form.fields, part.kind, form.name, (key) => typedIn(key) !== '') });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const wrong = problemsOf(form, typedIn);
    setLocal(wrong);
    const draft = isClean(wrong) ? draftOf(form, typedIn) : null;
    if (draft === null) return;
    setChanged(false);
    const failed = await send('secret.save', { id: secret?.id ?? null, wish: wish?.id ?? null, draft });
    if (failed === null) for (const area of areas.current.values()) area.value = '';
  };
  const about = { form, problems: problems.about, onChange: changeAbout };
  const isWrong = (part: keyof AboutText) => problems.about[part] !== undefined;
  return (
    <form className="secret-form" onSubmit={submit} noValidate autoComplete="off">
      <NameFields {...about} nameFixed={wish !== null} focused={focused} />
      <FieldList
        fields={form.fields}
        problems={problems.fields}
        hold={(key, element) => (element === null ? areas.current.delete(key) : areas.current.set(key, element))}
        onInput={() => change(form)}
        onChange={(fields) => change({ ...form, fields })}
      />
      <DescriptionField {...about} />
      <TierField tier={form.tier} onChange={(tier) => changeAbout({ tier })} />
      <Fold summary="How agents use it, and how long a yes lasts" open={inUse.some(isWrong)}>
        <LongestYesField {...about} />
        <UsageFields {...about} />
      </Fold>
      <Fold summary="Projects, tags, notes, expiry" open={inMore.some(isWrong)}>
        <MoreFields {...about} />
      </Fold>
      {below}
      {isClean(problems) ? null : <p className="field-problem">Something above needs another look.</p>}
      {refused.rest === null ? null : <Warning tone="danger">{refused.rest}</Warning>}
      <footer>
        {aside}
        <Button tone="go" submit off={busy}>
          {busy ? 'Saving…' : secret === null ? 'Save the secret' : 'Save'}
        </Button>
      </footer>
    </form>
  );
}

const inUse = ['authName', 'authText', 'hosts'] as const;
const inMore = ['projects', 'environment', 'tags', 'expires', 'rotateAfterDays'] as const;

/** Of the first field of a new secret. */
const firstKey = '0';

function startOf(secret: OwnSecretView | null, wish: SecretFormProps['wish'], start: Start | null): FormText {
  if (secret !== null) return wish === null ? formOf(secret) : renewed(formOf(secret));
  const begun = wish === null ? start : { name: wish.name, env: wish.env ?? null, kind: emptyForm.kind };
  if (begun === null) return emptyForm;
  const { name, env, kind } = begun;
  const asked = env === null ? {} : { env, envPattern: null };
  return { ...emptyForm, kind, name, fields: fieldsOfKind(kind, name).map((field) => ({ ...field, ...asked })) };
}

/** Begun with the first hidden value to be typed anew: that is what was asked for. */
function renewed(form: FormText): FormText {
  const at = form.fields.findIndex(({ source }) => source === 'kept');
  return { ...form, fields: form.fields.map((field, i) => (i === at ? { ...field, source: 'value' } : field)) };
}
