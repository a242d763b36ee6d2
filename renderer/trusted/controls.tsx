// The trusted windows' own few controls.
import type { ComponentPropsWithRef, ReactNode } from 'react';
import { useEffect, useId, useRef } from 'react';
import type { FaultCode } from '../../app/contract/fault.ts';
import { faultMessages } from '../../app/contract/fault.ts';
import { ChevronIcon, TickIcon, WarningIcon } from './icons.tsx';
import './controls.css';
import './fields.css';

type NativeButton = Omit<ComponentPropsWithRef<'button'>, 'type' | 'className' | 'disabled'>;

interface ButtonProps extends NativeButton {
  readonly tone?: 'plain' | 'go' | 'stop' | 'link';
  readonly submit?: boolean;
  /** Drawn, can be focused, does nothing. */
  readonly off?: boolean;
}

/**
 * SECURITY P9: while `off` it does nothing, and a press that began while it was off does nothing either, so a click or key that
 * was meant for another window cannot land on it. A key held down counts once, and an event that a script made counts never.
 */
export function Button({ tone = 'plain', submit = false, off = false, onClick, onKeyDown, ...rest }: ButtonProps) {
  const early = useRef(false);
  return (
    <button
      {...rest}
      type={submit ? 'submit' : 'button'}
      className={`btn btn--${tone}`}
      aria-disabled={off}
      onPointerDown={() => {
        early.current = off;
      }}
      onKeyDown={(event) => {
        if (event.repeat && (event.key === 'Enter' || event.key === ' ')) return event.preventDefault();
        early.current = off;
        onKeyDown?.(event);
      }}
      onClick={(event) => {
        if (off || early.current || !event.nativeEvent.isTrusted) return event.preventDefault();
        onClick?.(event);
      }}
    />
  );
}

/** The bottom of what is only to be read. */
export function CloseFooter({ close }: { readonly close: () => void }) {
  return (
    <footer>
      <Button tone="go" onClick={close}>
        Close
      </Button>
    </footer>
  );
}

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with it, in a sentence. */
  readonly problem?: string | undefined;
  readonly aside?: ReactNode;
  readonly children: (ids: {
    readonly id: string;
    readonly 'aria-describedby': string;
    readonly 'aria-invalid': boolean;
  }) => ReactNode;
}

/** A label, one control, and below it what is wrong or else a hint. */
export function Field({ label, hint, problem, aside, children }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <div className="field-head">
        <label htmlFor={id}>{label}</label>
        {aside}
      </div>
      {children({ id, 'aria-describedby': `${id}-says`, 'aria-invalid': problem !== undefined })}
      <div id={`${id}-says`} className={problem === undefined ? 'field-hint' : 'field-problem'} aria-live="polite">
        {problem ?? hint}
      </div>
    </div>
  );
}

interface TickProps {
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly disabled?: boolean;
  readonly label: ReactNode;
  readonly children?: ReactNode;
}

export function Tick({ on, onChange, disabled = false, label, children }: TickProps) {
  return (
    <label className="tick">
      <input
        type="checkbox"
        checked={on}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span className="tick-box" aria-hidden>
        <TickIcon />
      </span>
      <span>
        {label}
        {children === undefined ? null : <small>{children}</small>}
      </span>
    </label>
  );
}

interface FoldProps {
  readonly summary: ReactNode;
  /** It has to be seen: opens it. It is never closed but by the person. */
  readonly open?: boolean;
  readonly onOpen?: () => void;
  readonly children: ReactNode;
}

/** Something folded away that can be read by opening it. */
export function Fold({ summary, open = false, onOpen, children }: FoldProps) {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (open && details.current !== null) details.current.open = true;
  }, [open]);
  return (
    <details ref={details} className="fold" onToggle={(event) => event.currentTarget.open && onOpen?.()}>
      <summary>
        <ChevronIcon />
        {summary}
      </summary>
      <div className="fold-body">{children}</div>
    </details>
  );
}

export function Warning({
  tone = 'write',
  children,
}: {
  readonly tone?: 'write' | 'danger';
  readonly children: ReactNode;
}) {
  return (
    <div className={`warning warning--${tone}`} role={tone === 'danger' ? 'alert' : 'note'}>
      <WarningIcon />
      <div>{children}</div>
    </div>
  );
}

/** The broker's constant sentence for what went wrong. */
export function Fault({ code }: { readonly code: FaultCode | null }) {
  return code === null ? null : <Warning tone="danger">{faultMessages[code]}</Warning>;
}
