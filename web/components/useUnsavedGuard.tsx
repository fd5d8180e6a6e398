import { modals } from '@mantine/modals'
import { useBlocker } from '@tanstack/react-router'
import { useRef } from 'react'

/** Asks before a page with unsaved input is left. `release()` before navigating away on purpose. */
export const useUnsavedGuard = (dirty: boolean): { release: () => void } => {
  const released = useRef(false)
  useBlocker({
    shouldBlockFn: async () => dirty && !released.current && !(await confirmLeaving()),
    enableBeforeUnload: () => dirty && !released.current,
  })
  return {
    release: () => {
      released.current = true
    },
  }
}

const confirmLeaving = (): Promise<boolean> =>
  new Promise((resolve) => {
    modals.openConfirmModal({
      title: 'Leave without saving?',
      children: 'What you typed on this page will be lost.',
      labels: { confirm: 'Leave', cancel: 'Stay' },
      confirmProps: { color: 'red' },
      onConfirm: () => resolve(true),
      onCancel: () => resolve(false),
      onClose: () => resolve(false),
    })
  })
