import { useCallback, useEffect, useRef, useState } from 'react'
import { readError } from '../../lib/readError.ts'
import { type ChosenFiles, parseChosen, printChosen } from './chosenFiles.ts'
import { dropUpload, type NamedFile, sendFiles } from './sendFiles.ts'

type Place = { readonly table: string; readonly attribute: string }
type Field = { readonly value: string; readonly onChange: (value: string) => void }

/** Sends chosen files at once, so that saving the form is quick. Another choice, a cancel and leaving the form take them back. */
export const useFileUpload = (place: Place, field: Field) => {
  const [sent, setSent] = useState(0)
  const [problem, setProblem] = useState<string>()
  const sending = useRef<AbortController>(null)
  // What is typed elsewhere in the form while files are sent must not be lost.
  const latest = useRef(field)
  latest.current = field

  const takeBack = useCallback(() => {
    sending.current?.abort()
    sending.current = null
    const upload = parseChosen(latest.current.value)?.upload
    if (upload) dropUpload(upload)
  }, [])
  // A row that was saved has taken its files: what is taken back then is there no more.
  useEffect(() => takeBack, [takeBack])

  const choose = async (files: readonly NamedFile[], more: Pick<ChosenFiles, 'folder' | 'path'> = {}) => {
    if (files.length === 0) return
    const before = latest.current.value
    takeBack()
    const controller = new AbortController()
    sending.current = controller
    setSent(0)
    setProblem(undefined)
    const chosen = { ...more, files: files.map(({ name, file }) => ({ name, bytes: file.size })) }
    latest.current.onChange(printChosen({ upload: null, ...chosen }))
    try {
      const upload = await sendFiles(files, { ...place, signal: controller.signal, onProgress: setSent })
      if (sending.current !== controller) return dropUpload(upload)
      latest.current.onChange(printChosen({ ...chosen, ...parseChosen(latest.current.value), upload }))
    } catch (error) {
      if (sending.current !== controller) return
      setProblem(readError(error).message)
      latest.current.onChange(parseChosen(before) ? '' : before)
    }
  }
  const clear = (back: string) => {
    takeBack()
    setProblem(undefined)
    latest.current.onChange(back)
  }
  return { sent, problem, choose, clear }
}
