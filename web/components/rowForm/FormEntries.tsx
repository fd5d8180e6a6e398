import { SimpleGrid } from '@mantine/core'
import { type AttributeType, attributeType } from '#core/definition/attributeType.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { ForeignKey, Row, Table } from '#core/pipeline/table.ts'
import { fieldTypeOf } from '../../fields/index.ts'
import type { FormEntry } from './formEntries.ts'
import { isRequired } from './formEntries.ts'
import type { FormErrors, FormValues } from './formValues.ts'
import { ParentPicker } from './ParentPicker.tsx'

type Props = {
  readonly table: Table
  readonly pipeline: Pipeline
  readonly entries: readonly FormEntry[]
  readonly values: FormValues
  readonly errors: FormErrors
  /** Attributes that are shown but not changed. */
  readonly fixed: ReadonlySet<string>
  readonly setValue: (name: string, text: string) => void
  readonly setParent: (foreignKey: ForeignKey, key: Row | null) => void
  readonly check?: (name: string) => void
}

/** Inputs in two columns; long text takes both. */
export const FormEntries = ({ entries, ...form }: Props) => (
  <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="sm">
    {entries.map((entry) => (
      <div key={entryName(entry)} style={isWide(entry) ? { gridColumn: '1 / -1' } : undefined}>
        <EntryInput {...form} entry={entry} />
      </div>
    ))}
  </SimpleGrid>
)

const EntryInput = (props: Omit<Props, 'entries'> & { entry: FormEntry }) =>
  props.entry.kind === 'parent' ? (
    <ParentInput {...props} foreignKey={props.entry.foreignKey} attributes={props.entry.attributes} />
  ) : (
    <AttributeInput {...props} attribute={props.entry.attribute} />
  )

type Entry<Kind> = Extract<FormEntry, { kind: Kind }>
type Inputs = Omit<Props, 'entries'>

const AttributeInput = (props: Inputs & Pick<Entry<'attribute'>, 'attribute'>) => {
  const { table, attribute, values, errors, fixed, setValue, check } = props
  const { Field } = fieldTypeOf(attribute)
  return (
    <Field
      attribute={attribute}
      table={table.name}
      value={values[attribute.name] ?? ''}
      onChange={(text) => setValue(attribute.name, text)}
      onBlur={() => check?.(attribute.name)}
      error={errors[attribute.name]}
      required={isRequired(attribute)}
      readOnly={fixed.has(attribute.name) || attribute.autoIncrement === true}
    />
  )
}

const ParentInput = (props: Inputs & Pick<Entry<'parent'>, 'foreignKey' | 'attributes'>) => {
  const { table, pipeline, foreignKey, attributes, values, errors, fixed, setParent } = props
  return (
    <ParentPicker
      table={table}
      parent={pipeline.table(foreignKey.parent)}
      foreignKey={foreignKey}
      values={values}
      onChange={(key) => setParent(foreignKey, key)}
      error={attributes.map(({ name }) => errors[name]).find(Boolean)}
      required={attributes.some(isRequired)}
      readOnly={attributes.length > 0 && attributes.every(({ name }) => fixed.has(name))}
    />
  )
}

const isWide = (entry: FormEntry): boolean =>
  entry.kind === 'attribute' && takesBoth(attributeType(entry.attribute.type))

const takesBoth = ({ input, takes }: AttributeType): boolean =>
  input === 'textarea' || input === 'json' || takes !== undefined

const entryName = (entry: FormEntry): string =>
  entry.kind === 'parent'
    ? `${entry.foreignKey.parent} ${entry.attributes.map(({ name }) => name).join(' ')}`
    : entry.attribute.name
