import { DatePicker } from '@mantine/dates'
import dayjs from 'dayjs'
import type { FieldProps } from '../fieldType.ts'
import { TextWithPicker } from '../TextWithPicker.tsx'

/** A day, typed or picked. */
export const DateField = (props: FieldProps) => (
  <TextWithPicker {...props} placeholder="YYYY-MM-DD" pickerLabel="Choose a day">
    {(close) => (
      <DatePicker
        value={isDay(props.value) ? props.value : null}
        defaultDate={isDay(props.value) ? props.value : undefined}
        onChange={(chosen) => {
          props.onChange(chosen ?? '')
          close()
        }}
      />
    )}
  </TextWithPicker>
)

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && dayjs(text).isValid()
