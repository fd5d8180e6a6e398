import { Anchor, Button, Group, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Answer } from '../../components/Answer.tsx'
import { CodeBlock } from '../../components/CodeBlock.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import type { MoreProps } from '../fieldType.ts'

/** The beginning of a blob or a file, fetched when it is asked for, and all of it as a download. */
export const ValueContents = (props: MoreProps) => {
  const [shown, { toggle }] = useDisclosure(false)
  const { attribute, table, rowKey } = props
  const address = `/api/value/${encodeURIComponent(table)}/${attribute.name}?${new URLSearchParams({ key: JSON.stringify(rowKey) })}`
  return (
    <Stack gap={4} mt={4}>
      <Group gap="sm">
        <Button
          size="compact-xs"
          variant="default"
          onClick={toggle}
          aria-expanded={shown}
          aria-label={`${shown ? 'Hide' : 'Show'} ${attribute.name}`}
        >
          {shown ? 'Hide' : 'Show'}
        </Button>
        <Anchor size="xs" href={address} download aria-label={`Download ${attribute.name}`}>
          Download
        </Anchor>
      </Group>
      {shown && <Contents {...props} />}
    </Stack>
  )
}

const Contents = ({ attribute, table, rowKey }: MoreProps) => {
  const trpc = useTRPC()
  const question = { table, key: rowKey, attribute: attribute.name }
  const contents = useQuery(
    trpc.table.value.queryOptions(question, { retry: false, staleTime: Number.POSITIVE_INFINITY }),
  )
  return (
    <Answer query={contents}>{({ text }) => <CodeBlock code={text} label={`Contents of ${attribute.name}`} />}</Answer>
  )
}
