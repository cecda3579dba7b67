/** The mark: a round that is nearly closed, with what is looked at in its middle. */
export function Logo() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" fill="none" aria-hidden>
      <path d="M9 1.75a7.25 7.25 0 1 0 7.25 7.25" stroke="var(--accent)" strokeWidth="2.5" strokeLinecap="round" />
      <path d="M12.6 2.75a7.25 7.25 0 0 1 2.6 2.6" stroke="var(--accent)" strokeWidth="2.5" strokeLinecap="round" />
      <circle cx="9" cy="9" r="2.4" fill="var(--accent)" />
    </svg>
  );
}
