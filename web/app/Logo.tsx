/** A spike on a tile; the same drawing as public/favicon.svg. */
export const Logo = () => (
  <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="7" fill="#0b6077" />
    <path
      d="M4 19h5l2-3 2.5 9L17 6l3 15 2-4h6"
      fill="none"
      stroke="#fff"
      strokeWidth="2.2"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
)
