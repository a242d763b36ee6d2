// A small menu behind a button. Not modal: the modal kind of Radix adds a <style>, which the window's CSP forbids.
import type { LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import './popup.css';

export function Menu({ trigger, children }: { readonly trigger: ReactNode; readonly children: ReactNode }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  readonly icon?: LucideIcon;
  readonly tone?: 'plain' | 'danger';
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

export function MenuItem({ icon: Icon, tone = 'plain', onSelect, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item className={`menu-item menu-item--${tone}`} onSelect={onSelect}>
      {Icon === undefined ? null : <Icon size={14} aria-hidden />}
      {children}
    </DropdownMenu.Item>
  );
}
