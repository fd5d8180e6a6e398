import { modals } from '@mantine/modals'
import { useBlocker } from '@tanstack/react-router'
import { useRef } from 'react'

type Place = { readonly pathname: string }
const always = () => true

/** A page whose steps have addresses of their own is left when the path changes. */
export const isOtherPage = (from: Place, to: Place): boolean => from.pathname !== to.pathname

/** Asks before a page with unsaved input is left. `release()` before navigating away on purpose. */
export const useUnsavedGuard = (
  dirty: boolean,
  isLeaving: (from: Place, to: Place) => boolean = always,
): { release: () => void } => {
  const released = useRef(false)
  useBlocker({
    shouldBlockFn: async ({ current, next }) =>
      dirty && !released.current && isLeaving(current, next) && !(await confirmLeaving()),
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
