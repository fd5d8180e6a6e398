import { Text } from '@mantine/core'
import { commentWithoutUnit, humanise, unitOf } from '../lib/labels.ts'
import type { FieldProps } from './fieldType.ts'

/** What every input has in common: label, help from the comment, unit, error, default as placeholder. */
export const inputProps = ({ attribute, value, onBlur, error, required = false, readOnly = false }: FieldProps) => ({
  label: humanise(attribute.name),
  description: commentWithoutUnit(attribute.comment) || undefined,
  name: attribute.name,
  title: `${attribute.name} : ${attribute.type}`,
  placeholder: placeholderOf(attribute),
  withAsterisk: required,
  'aria-required': required,
  autoComplete: 'off',
  value,
  onBlur,
  error,
  readOnly,
  variant: readOnly ? 'filled' : 'default',
  ...unitSection(attribute.comment),
})

/** Reads the text of any input's change event. */
export const typed =
  (onChange: (value: string) => void) =>
  (event: { readonly currentTarget: { readonly value: string } }): void =>
    onChange(event.currentTarget.value)

const placeholderOf = ({ autoIncrement, defaultExpression, default: value, nullable }: FieldProps['attribute']) => {
  if (autoIncrement) return 'numbered on saving'
  if (defaultExpression) return /current_timestamp|now/i.test(defaultExpression) ? 'now, on saving' : defaultExpression
  if (value) return value
  return nullable ? 'optional' : undefined
}

const unitSection = (comment: string) => {
  const unit = unitOf(comment)
  if (!unit) return {}
  const section = (
    <Text size="sm" c="dimmed" component="span">
      {unit}
    </Text>
  )
  return { rightSection: section, rightSectionWidth: 18 + 9 * unit.length, rightSectionPointerEvents: 'none' as const }
}
