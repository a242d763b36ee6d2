// Buttons of the main window. Text says what happens; an icon alone always has a label.
import type { LucideIcon } from 'lucide-react';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import { Tip } from './tooltip.tsx';
import './button.css';

export type ButtonTone = 'plain' | 'primary' | 'danger' | 'quiet';

type Native = Omit<ComponentPropsWithRef<'button'>, 'type' | 'className'>;

export function Button({ tone = 'plain', icon: Icon, children, ...rest }: Native & ButtonLooks) {
  return (
    <button type="button" className={`button button--${tone}`} {...rest}>
      {Icon === undefined ? null : <Icon size={14} aria-hidden />}
      {children}
    </button>
  );
}

interface ButtonLooks {
  readonly tone?: ButtonTone;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

/** A square button with an icon; its label is its tooltip. */
export function IconButton({
  icon: Icon,
  label,
  ...rest
}: Native & { readonly icon: LucideIcon; readonly label: string }) {
  return (
    <Tip text={label}>
      <button type="button" className="button button--icon" aria-label={label} {...rest}>
        <Icon size={15} aria-hidden />
      </button>
    </Tip>
  );
}

/** Text that acts, inside a row. */
export function LinkButton(props: Native) {
  return <button type="button" className="link-button" {...props} />;
}
