import { fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { RowForm } from '../../components/rowForm/RowForm.tsx'
import { type Answers, renderPage, serverError } from '../../testing/renderPage.tsx'

const definition =
  'id : int\n---\nnotes : <attach>\ndata = null : <blob>\nmovie = null : <filepath@raw>\nlabel = null : varchar(9)'
const pipeline = compilePipeline([{ name: 'lab', tables: [{ name: 'Sent', definition }] }], {
  prefix: 't_',
  blobStyle: 'codec',
})
const table = pipeline.table('lab.Sent')

/** Requests as the browser sends them; the test answers when it likes. */
class FakeRequest {
  static sent: FakeRequest[] = []
  url = ''
  status = 0
  responseText = ''
  upload: { onprogress?: (event: { loaded: number }) => void } = {}
  onload = () => {}
  onabort = () => {}
  open(_: string, url: string) {
    this.url = url
  }
  setRequestHeader() {}
  send() {
    FakeRequest.sent.push(this)
  }
  abort() {
    this.onabort()
  }
  answer(status: number, body: object) {
    Object.assign(this, { status, responseText: JSON.stringify(body) })
    this.onload()
  }
}
const dropped = vi.fn((..._: unknown[]) => Promise.resolve(new Response(null, { status: 204 })))
beforeEach(() => {
  FakeRequest.sent = []
  dropped.mockClear()
  vi.stubGlobal('XMLHttpRequest', FakeRequest)
  vi.stubGlobal('fetch', dropped)
})
afterEach(() => vi.unstubAllGlobals())

const openForm = async (answers: Answers = {}, props: object = {}) => {
  const onSaved = vi.fn()
  await renderPage(<RowForm {...{ table, pipeline, onSaved }} {...props} />, { 'table.parents': () => [], ...answers })
  return onSaved
}
const choose = (attribute: string, name: string, text = 'hello') =>
  fireEvent.change(screen.getByLabelText(`Choose a file for ${attribute}`, { selector: 'input' }), {
    target: { files: [new File([text], name)] },
  })
const type = (name: string, value: string) =>
  fireEvent.change(screen.getByRole('textbox', { name }), { target: { value } })
const save = () => fireEvent.click(screen.getByRole('button', { name: 'Save' }))
const lastRequest = async () => {
  await waitFor(() => expect(FakeRequest.sent).toHaveLength(1))
  return FakeRequest.sent[0]!
}

it('a chosen file is sent at once, and its name in place of the value when the form is saved', async () => {
  const insert = vi.fn((_: unknown) => ({ key: { id: 1 } }))
  const onSaved = await openForm({ 'table.insert': insert })
  choose('notes', 'é.txt')
  const request = await lastRequest()
  expect(request.url).toBe('/api/upload/lab.Sent/notes?name=%C3%A9.txt')
  // What is typed while the file is on its way stays.
  type('Id', '1')
  save()
  expect(await screen.findByText(/still on its way/)).toBeTruthy()
  request.answer(200, { upload: 'u1', name: 'é.txt', bytes: 5 })
  await screen.findByRole('button', { name: 'Remove the file for notes' })
  save()
  await waitFor(() => expect(onSaved).toHaveBeenCalled())
  expect(insert.mock.calls[0]![0]).toEqual({
    table: 'lab.Sent',
    row: { id: '1', notes: { upload: 'u1' }, data: null, movie: null, label: null },
    parts: {},
  })
})

it('an error of the row keeps the chosen file; one of the file stands at its field', async () => {
  await openForm({
    'table.insert': () => {
      throw serverError({ code: 'DUPLICATE_ENTRY', message: 'There is one.', hint: '', data: {} })
    },
  })
  type('Id', '1')
  choose('notes', 'a.txt')
  ;(await lastRequest()).answer(200, { upload: 'u1', name: 'a.txt', bytes: 5 })
  await screen.findByRole('button', { name: 'Remove the file for notes' })
  save()
  expect(await screen.findByText('There is one.')).toBeTruthy()
  expect(screen.getByText(/a\.txt, 5 B/)).toBeTruthy()
  FakeRequest.sent = []
  choose('data', 'a.npy')
  ;(await lastRequest()).answer(422, {
    labbook: { code: 'FILE_INVALID', message: 'a.npy holds no array.', hint: '', data: {} },
  })
  expect(await screen.findByText('a.npy holds no array.')).toBeTruthy()
})

it('what is cancelled or removed is taken back from the server', async () => {
  await openForm()
  choose('notes', 'a.txt')
  await lastRequest()
  fireEvent.click(screen.getByRole('button', { name: 'Cancel the file for notes' }))
  expect(screen.queryByText(/a\.txt/)).toBeNull()
  choose('notes', 'b.txt')
  await waitFor(() => expect(FakeRequest.sent).toHaveLength(2))
  FakeRequest.sent[1]!.answer(200, { upload: 'u2', name: 'b.txt', bytes: 5 })
  fireEvent.click(await screen.findByRole('button', { name: 'Remove the file for notes' }))
  expect(dropped).toHaveBeenCalledWith('/api/upload/u2', expect.objectContaining({ method: 'DELETE' }))
})

it('a file that the row has stays when the form is saved, unless another is chosen', async () => {
  const update = vi.fn((_: unknown) => ({ row: { id: 1 }, parts: {} }))
  const row = { id: 1, notes: 'a.txt, 5 B', data: null, movie: null, label: 'x' }
  await openForm({ 'table.update': update }, { edited: { key: { id: 1 }, row, parts: {} } })
  expect(screen.getByText('a.txt, 5 B')).toBeTruthy()
  save()
  await waitFor(() => expect(update).toHaveBeenCalled())
  expect(update.mock.calls[0]![0]).toMatchObject({ row: { data: null, movie: null, label: 'x' } })
  expect((update.mock.calls[0]![0] as { row: object }).row).not.toHaveProperty('notes')
})

it('a path is chosen from what lies in the store, or a file sent to lie there', async () => {
  const entries = { '': [{ name: 'day', kind: 'folder' }], day: [{ name: 'm.tif', kind: 'file', bytes: 3 }] }
  const insert = vi.fn((_: unknown) => ({ key: { id: 1 } }))
  await openForm({
    'table.storeFolder': ({ path }: { path: keyof typeof entries }) => ({ entries: entries[path], next: null }),
    'table.insert': insert,
  })
  fireEvent.click(screen.getByRole('button', { name: 'Browse the store' }))
  fireEvent.click(await screen.findByRole('button', { name: 'day' }))
  fireEvent.click(await screen.findByRole('button', { name: 'Choose m.tif' }))
  expect((screen.getByRole('textbox', { name: 'Movie' }) as HTMLInputElement).value).toBe('day/m.tif')
  type('Movie', 'day/')
  choose('movie', 'new.tif')
  ;(await lastRequest()).answer(200, { upload: 'u1', name: 'new.tif', bytes: 5 })
  await screen.findByRole('button', { name: 'Remove the file for movie' })
  expect((screen.getByRole('textbox', { name: 'Movie' }) as HTMLInputElement).value).toBe('day/new.tif')
})
