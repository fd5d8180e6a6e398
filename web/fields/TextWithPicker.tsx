import { ActionIcon, Popover, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCalendar } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { FieldProps } from './fieldType.ts'
import { inputProps, typed } from './inputProps.tsx'

type Props = FieldProps & {
  readonly placeholder: string
  readonly pickerLabel: string
  readonly children: (close: () => void) => ReactNode
}

/** A text input with a button that opens a picker beside it; what is typed always wins. */
export const TextWithPicker = ({ placeholder, pickerLabel, children, ...field }: Props) => {
  const { placeholder: given, ...common } = inputProps(field)
  return (
    <TextInput
      {...common}
      placeholder={given === 'optional' || !given ? placeholder : given}
      onChange={typed(field.onChange)}
      rightSectionWidth={40}
      rightSectionPointerEvents="all"
      rightSection={!field.readOnly && <Picker label={pickerLabel}>{children}</Picker>}
    />
  )
}

const Picker = ({ label, children }: { label: string; children: (close: () => void) => ReactNode }) => {
  const [opened, { toggle, close }] = useDisclosure(false)
  return (
    <Popover opened={opened} onDismiss={close} position="bottom-end" trapFocus returnFocus withArrow>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" c="dimmed" aria-label={label} onClick={toggle}>
          <IconCalendar size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>{children(close)}</Popover.Dropdown>
    </Popover>
  )
}
