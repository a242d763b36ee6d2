// The left column: where to go, how much waits there, and the state of the vault.
import type { LucideIcon } from 'lucide-react';
import {
  Bot,
  DoorOpen,
  HeartPulse,
  History,
  KeyRound,
  ListChecks,
  MessageCircleQuestionMark,
  Scale,
  SlidersHorizontal,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { AppState } from '../../app/contract/main-channels.ts';
import { Arch } from '../ui/arch.tsx';
import { StateCard } from './state-card.tsx';
import { grouped } from './times.ts';
import type { FirstStep } from './welcome/first-steps.ts';

/** In the order of the keys Ctrl+1 and on. */
export const pageNames = [
  'secrets',
  'health',
  'activity',
  'approvals',
  'policy',
  'agents',
  'gateway',
  'settings',
] as const;
export type PageName = (typeof pageNames)[number] | 'welcome';

interface NavProps {
  readonly state: AppState;
  readonly steps: readonly FirstStep[];
  readonly page: PageName;
  readonly onGo: (page: PageName) => void;
}

export function Nav({ state, steps, page, onGo }: NavProps) {
  const done = steps.filter((step) => step.done).length;
  const waiting = state.waiting.length;
  const { secretCount } = state.session;
  const item = (name: PageName, text: string, icon: LucideIcon, count?: ReactNode) => (
    <NavItem text={text} icon={icon} on={page === name} onClick={() => onGo(name)} count={count} />
  );
  return (
    <nav className="nav" aria-label="Pages">
      <div className="nav-brand">
        <Arch />
        Postern
      </div>
      {done < steps.length ? item('welcome', 'Get started', ListChecks, `${done} of ${steps.length}`) : null}
      {item('secrets', 'Secrets', KeyRound, secretCount === null ? null : grouped(secretCount))}
      {item('health', 'Health', HeartPulse)}
      {item('activity', 'Activity', History)}
      {item(
        'approvals',
        'Approvals',
        MessageCircleQuestionMark,
        waiting === 0 ? null : (
          <b>
            {waiting}
            <span className="visually-hidden"> waiting</span>
          </b>
        ),
      )}
      {item('policy', 'Policy', Scale, state.policyFileDiffers ? <b>to review</b> : null)}
      {item('agents', 'Agents', Bot)}
      {item('gateway', 'Gateway', DoorOpen, state.gateway.open ? 'open' : null)}
      {item('settings', 'Settings', SlidersHorizontal)}
      <StateCard session={state.session} />
    </nav>
  );
}

interface NavItemProps {
  readonly text: string;
  readonly icon: LucideIcon;
  readonly on: boolean;
  readonly count: ReactNode;
  readonly onClick: () => void;
}

function NavItem({ text, icon: Icon, on, count, onClick }: NavItemProps) {
  return (
    <button type="button" className="nav-item" aria-current={on ? 'page' : undefined} onClick={onClick}>
      <Icon size={15} strokeWidth={1.75} aria-hidden />
      {text}
      <span className="nav-count">{count}</span>
    </button>
  );
}
