import { Avatar, Menu, UnstyledButton } from '@mantine/core'
import { modals } from '@mantine/modals'
import { IconUserQuestion } from '@tabler/icons-react'
import { PersonChooser } from '../../components/person/PersonChooser.tsx'
import { rememberPerson, usePerson } from '../../lib/person.ts'
import classes from './PersonMenu.module.css'

/** Who is at this browser: their initials, or an invitation to say so. */
export const PersonMenu = () => {
  const person = usePerson()
  return person ? <KnownPerson {...person} /> : <UnknownPerson />
}

const KnownPerson = ({ user, fullName }: { user: string; fullName: string }) => (
  <Menu position="bottom-end">
    <Menu.Target>
      <UnstyledButton className={classes.button} aria-label={`You are ${fullName}`}>
        <Avatar name={fullName} size={32} radius="xl" variant="filled" color="petrol" aria-hidden />
      </UnstyledButton>
    </Menu.Target>
    <Menu.Dropdown>
      <Menu.Label>
        {fullName} ({user})
      </Menu.Label>
      <Menu.Item onClick={openPersonChooser}>Someone else…</Menu.Item>
      <Menu.Item onClick={() => rememberPerson(null)}>Forget me on this computer</Menu.Item>
    </Menu.Dropdown>
  </Menu>
)

const UnknownPerson = () => (
  <UnstyledButton className={classes.button} onClick={openPersonChooser}>
    <IconUserQuestion size={20} stroke={1.7} aria-hidden />
    <span className={classes.label}>Who are you?</span>
  </UnstyledButton>
)

const openPersonChooser = () => {
  const id = modals.open({
    title: 'Who are you?',
    children: <PersonChooser onChosen={() => modals.close(id)} />,
  })
}
