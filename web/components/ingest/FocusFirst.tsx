import { type ReactNode, useEffect, useRef } from 'react'

/**
 * Puts the focus on the first control inside, when it appears in place of what had the focus before: who works with the
 * keyboard goes on where the page went on.
 */
export const FocusFirst = ({ children }: { readonly children: ReactNode }) => {
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (document.activeElement !== document.body) return
    frame.current?.querySelector<HTMLElement>(controls)?.focus({ preventScroll: true })
  }, [])
  return <div ref={frame}>{children}</div>
}

const controls = 'input:not([type=hidden]):not(:disabled), textarea, button:not(:disabled), a[href]'
