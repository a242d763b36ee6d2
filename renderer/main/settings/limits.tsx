// The limits of what Postern promises, said as plainly as the promises.
const limits = [
  [
    'A command that holds a secret can do anything with it.',
    'It can send it to any server or write it to a file. Allow only commands you understand.',
  ],
  [
    'Redaction catches accidents, not intent.',
    'A program that wants to smuggle a value past it can encode it in a way nobody foresees.',
  ],
  [
    'Other programs of your account can look into a running command.',
    'They can read its environment while it runs, and copy the key by which an agent is known.',
  ],
  [
    'Between the last check of a file and its start an instant remains.',
    'A program that is already at work on this computer could use it.',
  ],
  [
    'Without a keychain, an old copy of the whole profile cannot be told from the current one.',
    'With a keychain Postern notices, and asks.',
  ],
  [
    'A value that a command received stays in memory until that memory is used again.',
    'JavaScript gives no way to wipe it.',
  ],
] as const;

export function Limits() {
  return (
    <ul className="card limits">
      {limits.map(([what, more]) => (
        <li key={what}>
          <b>{what}</b> {more}
        </li>
      ))}
    </ul>
  );
}
