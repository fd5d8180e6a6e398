import { Divider, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Person } from '#app/views.ts'
import { rememberPerson, usePerson } from '../../lib/person.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { Answer } from '../Answer.tsx'
import { AddPerson } from './AddPerson.tsx'

/** Choose yourself from the lab's people, or add yourself. */
export const PersonChooser = ({ onChosen }: { onChosen?: () => void }) => {
  const trpc = useTRPC()
  const people = useQuery(trpc.person.list.queryOptions())
  const choose = (person: Person) => {
    rememberPerson({ user: person.user, fullName: person.fullName || person.user })
    onChosen?.()
  }
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        Your name is proposed as experimenter and stands beside every change you make. This browser remembers it.
      </Text>
      <Answer query={people}>{(list) => list.length > 0 && <KnownPeople people={list} choose={choose} />}</Answer>
      <AddPerson onAdded={choose} />
    </Stack>
  )
}

const KnownPeople = ({ people, choose }: { people: readonly Person[]; choose: (person: Person) => void }) => {
  const current = usePerson()
  return (
    <>
      <Select
        label="Person"
        placeholder="Choose your name"
        searchable
        value={current?.user ?? null}
        nothingFoundMessage="Nobody of that name: add yourself below."
        data={people.map(({ user, fullName }) => ({
          value: user,
          label: fullName && fullName !== user ? `${fullName} (${user})` : user,
        }))}
        onChange={(user) => {
          const person = people.find((candidate) => candidate.user === user)
          if (person) choose(person)
        }}
      />
      <Divider label="or" />
    </>
  )
}
