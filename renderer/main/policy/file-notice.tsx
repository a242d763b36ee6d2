// What policy.yaml is like beside the policy in force. SECURITY P9: until the person accepts what it says, nothing changes.
import type { PolicyFileState } from '../../../app/contract/policy.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/layout.tsx';
import { useAct } from '../acts.tsx';
import { unsafeWords } from './policy-words.ts';
import { Problems } from './problems.tsx';

export function FileNotice({ file, path }: { readonly file: PolicyFileState; readonly path: string }) {
  const act = useAct();
  switch (file.kind) {
    case 'same':
    case 'absent':
      return null;
    case 'proposal':
      return (
        <Notice tone="write" action={<Button onClick={() => act('policy.review', undefined)}>Review…</Button>}>
          <b>policy.yaml says something else than what is in force.</b> Until you accept it, nothing changes.
        </Notice>
      );
    case 'invalid':
      return (
        <Notice tone="danger">
          <b>policy.yaml is not a policy that Postern can read.</b> What was in force before still is.
          <Problems problems={file.problems} />
        </Notice>
      );
    case 'unsafe': {
      const { says, mend } = unsafeWords(file.why, path);
      return (
        <Notice tone="danger">
          <b>policy.yaml was not read.</b> {says} What was in force before still is.
          <p className="policy-mend">{mend}</p>
        </Notice>
      );
    }
  }
}
