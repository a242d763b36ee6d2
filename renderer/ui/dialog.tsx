// A question that holds the main window until it is answered: the browser's own modal <dialog>, which keeps the focus inside and
// makes the rest inert. (Radix's modal parts add a <style>, which the window's CSP forbids.)
import type { ReactNode } from 'react';
import { useEffect, useId, useRef } from 'react';
import type { ButtonTone } from './button.tsx';
import { Button } from './button.tsx';
import './popup.css';

interface ConfirmProps {
  readonly title: ReactNode;
  readonly children: ReactNode;
  /** What the confirming button does, in its own words. */
  readonly does: string;
  readonly tone?: ButtonTone;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Open while it is mounted. The focus starts on Cancel; Escape cancels. */
export function ConfirmDialog({ title, children, does, tone = 'danger', onConfirm, onClose }: ConfirmProps) {
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
    <dialog ref={dialog} className="dialog" aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{title}</h2>
      {children}
      <footer>
        <Button onClick={() => dialog.current?.close()}>Cancel</Button>
        <Button tone={tone} onClick={onConfirm}>
          {does}
        </Button>
      </footer>
    </dialog>
  );
}
