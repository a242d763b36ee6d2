// The trusted windows' own icons, drawn here so that no icon package is part of them.
import type { ReactNode } from 'react';

function Icon({ size = 16, children }: { readonly size?: number; readonly children: ReactNode }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export function ArchIcon({ size = 20 }: { readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      aria-hidden="true"
    >
      <path d="M3.5 18V9a6.5 6.5 0 0 1 13 0v9" />
      <path d="M7.25 18v-8.25a2.75 2.75 0 0 1 5.5 0V18" />
      <circle cx="11.2" cy="13.4" r=".5" fill="currentColor" />
    </svg>
  );
}

export function KeyIcon() {
  return (
    <Icon>
      <circle cx="5.5" cy="10.5" r="3" />
      <path d="m8 8 5.5-5.5M11 5l2 2" />
    </Icon>
  );
}

export function WarningIcon() {
  return (
    <Icon size={15}>
      <path d="M8 2.2 14.6 13.4H1.4z" />
      <path d="M8 6.6v3M8 11.6v.1" />
    </Icon>
  );
}

export function ChevronIcon() {
  return (
    <Icon size={12}>
      <path d="m5.5 3 5 5-5 5" />
    </Icon>
  );
}

export function TickIcon() {
  return (
    <Icon size={12}>
      <path d="m2.5 8.5 3.6 3.6 7.4-8.2" />
    </Icon>
  );
}

export function UpIcon() {
  return (
    <Icon size={14}>
      <path d="m3.5 10 4.5-4.5 4.5 4.5" />
    </Icon>
  );
}

export function DownIcon() {
  return (
    <Icon size={14}>
      <path d="m3.5 6 4.5 4.5 4.5-4.5" />
    </Icon>
  );
}

export function CrossIcon() {
  return (
    <Icon size={14}>
      <path d="m4 4 8 8M12 4l-8 8" />
    </Icon>
  );
}
