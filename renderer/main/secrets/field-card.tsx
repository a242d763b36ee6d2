// The fields of a secret. SECURITY P1: a sensitive value is a fixed number of dots; not even its length is known here.
import type { OwnFieldView } from '../../../app/contract/secret.ts';
import { injectionWords } from '../../tokens/words.ts';
import { Badge } from '../../ui/badge.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { Fact, Facts, Notice } from '../../ui/layout.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';

interface FieldCardProps {
  readonly fields: readonly OwnFieldView[];
  readonly onEdit: () => void;
}

export function FieldCard({ fields, onEdit }: FieldCardProps) {
  return (
    <>
      {fields.some(isWaiting) ? (
        <div className="secret-waiting">
          <Notice tone="write" action={<LinkButton onClick={onEdit}>Look at it…</LinkButton>}>
            It points elsewhere and came from a backup. It is not followed before you confirm where it leads.
          </Notice>
        </div>
      ) : null}
      <Facts>
        {fields.map((field) => (
          <Fact key={field.name} name={<code>{field.name}</code>}>
            <FieldValue field={field} />
            <small className="field-given">
              <Given field={field} />
            </small>
          </Fact>
        ))}
      </Facts>
    </>
  );
}

function isWaiting({ reference }: OwnFieldView): boolean {
  return reference !== null && !reference.active;
}

function FieldValue({ field }: { readonly field: OwnFieldView }) {
  const { value, reference } = field;
  if (reference !== null) {
    return (
      <span className="field-reference">
        points at <code>{reference.text}</code> {isWaiting(field) ? <Badge tone="write">waits for you</Badge> : null}
      </span>
    );
  }
  if (value !== null) {
    return (
      <code className="field-plain">
        <VisibleText text={value} />
      </code>
    );
  }
  return (
    <span className="secret-dots" role="img" aria-label="hidden">
      ••••••••••
    </span>
  );
}

function Given({ field: { inject, env, sensitive, reference } }: { readonly field: OwnFieldView }) {
  const how = injectionWords[inject].as;
  const readable = sensitive || reference !== null ? '' : ' · agents may read it';
  if (inject === 'stdin') return `given ${how}${readable}`;
  if (env === null) return `given ${how} a variable that the agent names${readable}`;
  return (
    <>
      given {how} <code>{env}</code>
      {readable}
    </>
  );
}
