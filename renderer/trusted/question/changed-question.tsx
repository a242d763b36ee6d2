// It was allowed, and not run, since something had changed meanwhile. Nothing is asked; the person sees what it was.
import type { Question } from '../../../app/contract/approval.ts';
import type { ActionChange } from '../../../app/contract/run.ts';
import { useSending } from '../broker.ts';
import { Button, Fault } from '../controls.tsx';
import { VisibleText } from '../visible-text.tsx';
import { useArming } from './arming.ts';
import { changedTitle, changeWords } from './change-words.ts';
import { CommandText, CommandWhere } from './command-view.tsx';
import { DecisionDock } from './decision-dock.tsx';
import { QuestionHead } from './question-head.tsx';
import { SaidText } from './said-text.tsx';
import { Scrolled } from './scrolled.tsx';

export function ChangedQuestion({ question }: { readonly question: Extract<Question, { kind: 'changed' }> }) {
  const { action, changes, home } = question;
  const armed = useArming(question.id);
  const { busy, fault, send } = useSending();
  return (
    <>
      <QuestionHead
        title={<SaidText said={changedTitle(changes, home)} />}
        about={['No secret was given to anything']}
        place={question}
      />
      <div className="body">
        <ul className="changes">
          {changes.map((change) => (
            <Changed key={`${change.kind} ${change.what}`} change={change} home={home} />
          ))}
        </ul>
        <section>
          <h2>
            What <VisibleText text={action.client.name} /> asked to run
          </h2>
          <div className="command">
            <CommandWhere action={action} home={home} />
            <Scrolled label="The command">
              <CommandText action={action} />
            </Scrolled>
          </div>
        </section>
        <p className="says">If the change is yours, let the agent ask again: you then see the command as it is now.</p>
        <DecisionDock>
          <Fault code={fault} />
          <footer>
            <Button
              off={!armed || busy}
              onClick={() =>
                send('question.answer', { id: question.id, digest: null, answer: { kind: 'seen' }, proof: null })
              }
            >
              Close
            </Button>
          </footer>
        </DecisionDock>
      </div>
    </>
  );
}

function Changed({ change, home }: { readonly change: ActionChange; readonly home: string }) {
  const { says, was, is } = changeWords(change, home);
  return (
    <li className="change">
      <p>
        <SaidText said={says} />
      </p>
      {was === null || was === is ? null : <Version name="was" text={was} />}
      {is === null || is === was ? null : <Version name="is" text={is} />}
    </li>
  );
}

function Version({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div className="change-version">
      <span>{name}</span>
      <code>
        <VisibleText text={text} />
      </code>
    </div>
  );
}
