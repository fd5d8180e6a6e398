import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Person } from '#app/views.ts'
import { issuesOf } from '../../lib/readError.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { ErrorState } from '../ErrorState.tsx'

/** Adds a row to the lab's users. */
export const AddPerson = ({ onAdded }: { onAdded: (person: Person) => void }) => {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const form = useForm({
    initialValues: { user: '', fullName: '', email: '' },
    validate: { user: (user) => (user.trim() ? null : 'Choose a short name, such as your login.') },
  })
  const add = useMutation(
    trpc.person.add.mutationOptions({
      onSuccess: (person) => {
        void cache.invalidateQueries({ queryKey: trpc.person.list.queryKey() })
        onAdded(person)
      },
      onError: (error) => {
        for (const { attribute, message } of issuesOf(error)) form.setFieldError(formField(attribute), message)
      },
    }),
  )
  return (
    <form onSubmit={form.onSubmit((person) => add.mutate(person))}>
      <Stack gap="sm">
        <Group grow align="flex-start">
          <TextInput label="Short name" withAsterisk placeholder="ada" {...form.getInputProps('user')} />
          <TextInput label="Full name" placeholder="Ada Lovelace" {...form.getInputProps('fullName')} />
        </Group>
        <TextInput label="E-mail" type="email" placeholder="ada@lab.org" {...form.getInputProps('email')} />
        {add.error && issuesOf(add.error).length === 0 && <ErrorState error={add.error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={add.isPending}>
            Add me
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** The server speaks of attributes of lab.User. */
const formField = (attribute: string): string =>
  ({ user_fullname: 'fullName', full_name: 'fullName', user_email: 'email' })[attribute] ?? attribute
