import { Button, Group } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import dayjs from 'dayjs'
import type { FieldProps } from '../fieldType.ts'
import { TextWithPicker } from '../TextWithPicker.tsx'

/** Typed as text, so that fractions of a second survive; the calendar fills in the day. Wall-clock time, no time zone. */
export const DatetimeField = (props: FieldProps) => {
  const [day = '', time = ''] = props.value.split(/[T ]/)
  return (
    <TextWithPicker {...props} placeholder="YYYY-MM-DD HH:MM:SS" pickerLabel="Choose a day">
      {(close) => (
        <>
          <DatePicker
            value={isDay(day) ? day : null}
            defaultDate={isDay(day) ? day : undefined}
            onChange={(chosen) => {
              if (chosen) props.onChange(`${chosen} ${time || '00:00:00'}`)
              close()
            }}
          />
          <Group justify="flex-end" mt="xs">
            <Button
              size="xs"
              variant="light"
              onClick={() => {
                props.onChange(dayjs().format('YYYY-MM-DD HH:mm:ss'))
                close()
              }}
            >
              Now
            </Button>
          </Group>
        </>
      )}
    </TextWithPicker>
  )
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && dayjs(text).isValid()
