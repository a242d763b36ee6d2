// A question that holds the main window until it is answered: the browser's own modal <dialog>, which keeps the focus inside and
// makes the rest inert. (Radix's modal parts add a <style>, which the window's CSP forbids.)
import type { ReactNode } from 'react';
import { useEffect, useId, useRef } from 'react';
import type { ButtonTone } from './button.tsx';
import { Button } from './button.tsx';
import './popup.css';

interface DialogProps {
  readonly title: ReactNode;
  readonly children: ReactNode;
  /** Its buttons; `close` shuts it. The focus starts on the first one. */
  readonly buttons: (close: () => void) => ReactNode;
  /** For what is read in lines, such as a command. */
  readonly wide?: boolean;
  /** Something is under way that Escape cannot stop. */
  readonly busy?: boolean;
  readonly onClose: () => void;
}

/** Open while it is mounted; Escape closes it. */
export function Dialog({ title, children, buttons, wide = false, busy = false, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={wide ? 'dialog dialog--wide' : 'dialog'}
      aria-labelledby={titleId}
      onClose={onClose}
      onCancel={(event) => {
        if (busy) event.preventDefault();
      }}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
      <footer>{buttons(() => dialog.current?.close())}</footer>
    </dialog>
  );
}

interface ConfirmProps {
  readonly title: ReactNode;
  readonly children: ReactNode;
  /** What the confirming button does, in its own words. */
  readonly does: string;
  readonly tone?: ButtonTone;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** The focus starts on Cancel; Escape cancels. */
export function ConfirmDialog({ title, children, does, tone = 'danger', onConfirm, onClose }: ConfirmProps) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      buttons={(close) => (
        <>
          <Button onClick={close}>Cancel</Button>
          <Button tone={tone} onClick={onConfirm}>
            {does}
          </Button>
        </>
      )}
    >
      {children}
    </Dialog>
  );
}
