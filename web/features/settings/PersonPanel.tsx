import { Button, Group, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { Panel } from '../../components/Panel.tsx'
import { PersonChooser } from '../../components/person/PersonChooser.tsx'
import { usePerson } from '../../lib/person.ts'

/** Who this browser says it is. */
export const PersonPanel = () => {
  const person = usePerson()
  return (
    <Panel title="You">
      <Group justify="space-between">
        <Text size="sm">
          {person
            ? `This browser belongs to ${person.fullName} (${person.user}).`
            : 'Nobody said yet who works at this browser.'}
        </Text>
        <Button variant="default" onClick={choose}>
          {person ? 'Someone else…' : 'Say who you are…'}
        </Button>
      </Group>
    </Panel>
  )
}

const choose = () => {
  const id = modals.open({ title: 'Who are you?', children: <PersonChooser onChosen={() => modals.close(id)} /> })
}
