// One choice out of a few, side by side; arrow keys move between them.
import { ToggleGroup } from 'radix-ui';
import './field.css';

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

export function Segments<T extends string>({ label, options, value, onChange }: SegmentsProps<T>) {
  const choose = (chosen: string) => {
    const option = options.find((each) => each.value === chosen);
    if (option !== undefined) onChange(option.value);
  };
  return (
    <ToggleGroup.Root type="single" className="segments" aria-label={label} value={value} onValueChange={choose}>
      {options.map((option) => (
        <ToggleGroup.Item key={option.value} value={option.value}>
          {option.text}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
