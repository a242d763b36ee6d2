// The first run: what Postern is, and three steps that show as done when they are.
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Arch } from '../../ui/arch.tsx';
import { Button } from '../../ui/button.tsx';
import { useAct } from '../acts.tsx';
import { ConnectPanel } from '../agents/connect-panel.tsx';
import type { FirstStep } from './first-steps.ts';
import './welcome.css';

export function WelcomePage({ steps }: { readonly steps: readonly FirstStep[] }) {
  const act = useAct();
  const next = steps.find((step) => !step.done)?.name ?? null;
  const isDone = (name: FirstStep['name']) => steps.some((step) => step.name === name && step.done);
  const step = (name: FirstStep['name']) => ({ done: isDone(name), current: name === next });
  return (
    <div className="welcome">
      <span className="welcome-mark">
        <Arch size={30} />
      </span>
      <h1>{next === null ? 'Ready' : 'Welcome to Postern'}</h1>
      <p className="welcome-lead">
        {next === null
          ? 'Ask your agent for something that needs a secret. A window will show you exactly what would run.'
          : 'Agents can use your secrets through Postern without seeing them. You look at each command first.'}
      </p>
      <ol className="card">
        <Step number={1} title="Create a vault" {...step('vault')}>
          <p>Secrets are kept sealed on this computer, behind a passphrase that only you know.</p>
          <Button tone="primary" onClick={() => act('session.open', undefined)}>
            Create a vault…
          </Button>
        </Step>
        <Step number={2} title="Add a secret" {...step('secret')}>
          <p>A token, a password or a key. You type or paste it once; after that it is used by its name.</p>
          <Button tone="primary" onClick={() => act('window.open', { kind: 'secret', id: null })}>
            Add a secret…
          </Button>
        </Step>
        <Step number={3} title="Connect an agent" {...step('agent')}>
          <ConnectPanel />
        </Step>
      </ol>
    </div>
  );
}

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly done: boolean;
  readonly current: boolean;
  readonly children: ReactNode;
}

function Step({ number, title, done, current, children }: StepProps) {
  const state = done ? 'done' : current ? 'current' : 'later';
  return (
    <li className={`step step--${state}`} aria-current={current ? 'step' : undefined}>
      <span className="step-number" aria-hidden>
        {done ? <Check size={13} strokeWidth={2.5} /> : number}
      </span>
      <div>
        <h2>
          {title}
          {done ? <small> · done</small> : null}
        </h2>
        {current ? children : null}
      </div>
    </li>
  );
}
