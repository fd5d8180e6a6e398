import { Anchor, Button, Group, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { isReferenceText, parseReference } from '#core/stores/reference.ts'
import { Answer } from '../../components/Answer.tsx'
import { CodeBlock } from '../../components/CodeBlock.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import type { MoreProps } from '../fieldType.ts'
import { RecordsTable } from './RecordsTable.tsx'
import { ValueFolder } from './ValueFolder.tsx'

type Place = Omit<MoreProps, 'value'>
type Props = Place & {
  readonly value?: MoreProps['value']
  /** A file below a value that is a folder. */
  readonly path?: string
}

/** The beginning of a blob or a file, fetched when it is asked for, and all of it as a download. */
export const ValueContents = ({ value, path, ...props }: Props) => {
  const [shown, { toggle }] = useDisclosure(false)
  const name = path ?? props.attribute.name
  return (
    <Stack gap={4} mt={4}>
      <Group gap="sm">
        <Button
          size="compact-xs"
          variant="default"
          onClick={toggle}
          aria-expanded={shown}
          aria-label={`${shown ? 'Hide' : 'Show'} ${name}`}
        >
          {shown ? 'Hide' : 'Show'}
        </Button>
        {!isFolder(value) && (
          <Anchor size="xs" href={addressOf(props, path)} download aria-label={`Download ${name}`}>
            Download
          </Anchor>
        )}
      </Group>
      {shown && <Contents {...props} path={path} />}
    </Stack>
  )
}

const addressOf = ({ table, attribute, rowKey }: Place, path?: string): string => {
  const asked = new URLSearchParams({ key: JSON.stringify(rowKey), ...(path !== undefined && { path }) })
  return `/api/value/${encodeURIComponent(table)}/${attribute.name}?${asked}`
}

/** A reference tells whether it leads to a folder, whose files are downloaded one by one. */
const isFolder = (value: MoreProps['value'] | undefined): boolean =>
  typeof value === 'string' && isReferenceText(value) && parseReference(value).is_dir === true

const Contents = ({ path, ...place }: Place & { readonly path: string | undefined }) => {
  const trpc = useTRPC()
  const { table, rowKey, attribute } = place
  const question = { table, key: rowKey, attribute: attribute.name, ...(path !== undefined && { path }) }
  const contents = useQuery(
    trpc.table.value.queryOptions(question, { retry: false, staleTime: Number.POSITIVE_INFINITY }),
  )
  return (
    <Answer query={contents}>
      {({ text, records, folder }) => (
        <>
          <CodeBlock code={text} label={`Contents of ${path ?? attribute.name}`} />
          {records && <RecordsTable records={records} label={`Records of ${path ?? attribute.name}`} />}
          {folder && <ValueFolder {...place} />}
        </>
      )}
    </Answer>
  )
}
