// The postern: the mark of the app.
export function Arch({ size = 20 }: { readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      aria-hidden="true"
    >
      <path d="M3.5 18V9a6.5 6.5 0 0 1 13 0v9" />
      <path d="M7.25 18v-8.25a2.75 2.75 0 0 1 5.5 0V18" />
    </svg>
  );
}
