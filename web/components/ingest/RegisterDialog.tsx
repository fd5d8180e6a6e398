import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { getHotkeyHandler } from '@mantine/hooks'
import { ErrorState } from '../ErrorState.tsx'
import { IngestRunning } from './IngestRunning.tsx'
import { InsertedTable } from './InsertedTable.tsx'
import { ProblemList } from './ProblemList.tsx'
import type { Register } from './useRegister.ts'

/** What a dry run says would be written, and the button that writes it. */
export const RegisterDialog = ({ register }: { readonly register: Register }) => {
  const { planned, confirm, forget, isWriting, running, writeError } = register
  return (
    <Modal
      opened={planned !== undefined}
      onClose={() => !isWriting && forget()}
      title="Register this folder?"
      size="lg"
    >
      {planned && (
        <Stack onKeyDown={getHotkeyHandler([['mod+Enter', () => void confirm()]])}>
          {planned.inserted.length === 0 ? (
            <Text size="sm">Everything in this folder is registered already. Nothing would be written.</Text>
          ) : (
            <>
              <Text size="sm">These rows are written in one transaction: all of them or none.</Text>
              <InsertedTable inserted={planned.inserted} heading="Will be added" />
            </>
          )}
          <ProblemList problems={planned.warnings.map((message) => ({ level: 'warning' as const, message }))} />
          {writeError && <ErrorState error={writeError} />}
          <Group justify="flex-end">
            {running ? (
              <IngestRunning id={running} />
            ) : (
              <Button variant="default" onClick={forget}>
                Change something
              </Button>
            )}
            <Button loading={isWriting} onClick={() => void confirm()} data-autofocus>
              {planned.inserted.length === 0 ? 'Continue' : 'Register'}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
