import { Text } from '@mantine/core'
import { useId } from 'react'
import classes from './declare.module.css'
import type { ReadDraft } from './readDraft.ts'

type Props = {
  readonly text: string
  readonly problem: ReadDraft['problem']
  readonly onChange: (text: string) => void
}

/** Definitions to type, with line numbers; the line of a problem is marked and the problem told below. */
export const DefinitionEditor = ({ text, problem, onChange }: Props) => {
  const [label, told] = [useId(), useId()]
  const lines = Math.max(text.split('\n').length, fewestLines)
  return (
    <div>
      <Text id={label} fw={500} size="sm" mb={4}>
        Definitions
      </Text>
      <div className={classes.editor} data-wrong={problem !== null}>
        <LineNumbers count={lines} wrong={problem?.line ?? null} />
        <textarea
          className={classes.text}
          aria-labelledby={label}
          aria-invalid={problem !== null}
          aria-describedby={told}
          rows={lines}
          wrap="off"
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </div>
      <div id={told} role="status" className={classes.problem}>
        {problem && (
          <>
            {problem.line !== null && <strong>Line {problem.line}: </strong>}
            <span className={classes.message}>{problem.message}</span>
          </>
        )}
      </div>
    </div>
  )
}

const fewestLines = 18

const LineNumbers = ({ count, wrong }: { count: number; wrong: number | null }) => (
  <div className={classes.numbers} aria-hidden>
    {Array.from({ length: count }, (_, index) => index + 1).map((line) => (
      <div key={line} data-wrong={line === wrong}>
        {line}
      </div>
    ))}
  </div>
)
