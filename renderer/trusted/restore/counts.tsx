// A few counts, each with its words; what is zero is not said.

interface CountsProps {
  readonly rows: readonly (readonly [number, string])[];
}

export function Counts({ rows }: CountsProps) {
  const told = rows.filter(([count]) => count > 0);
  if (told.length === 0) return <p className="lead">Nothing had to be changed.</p>;
  return (
    <dl className="counts">
      {told.map(([count, words]) => (
        <div key={words} className="count">
          <dt>{count.toLocaleString('en-GB')}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}
