import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readStores } from './readStores.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'labbook-stores-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const raw = { protocol: 'file', location: '/data' }
const cloud = { protocol: 's3', endpoint: 's3.lab', bucket: 'b', location: '' }
const written = (name: string, configuration: unknown): string => {
  writeFileSync(join(folder, name), JSON.stringify(configuration))
  return join(folder, name)
}

it('the environment goes before a DataJoint configuration, and that before our own', () => {
  const path = written('datajoint.json', { stores: { two: raw } })
  const names = (environment: Record<string, string>) => [...readStores(environment, { three: raw }).stores.keys()]
  expect(names({ DJ_STORES: JSON.stringify({ one: raw }), LABBOOK_DATAJOINT_CONFIG: path })).toEqual(['one'])
  expect(names({ LABBOOK_DATAJOINT_CONFIG: path })).toEqual(['two'])
  expect(names({})).toEqual(['three'])
  expect(readStores({}, undefined).stores.size).toBe(0)
})

it('2.x keeps secrets beside its configuration', () => {
  mkdirSync(join(folder, '.secrets'))
  writeFileSync(join(folder, '.secrets', 'stores.cloud.access_key'), 'me\n')
  writeFileSync(join(folder, '.secrets', 'stores.cloud.secret_key'), 'hush\n')
  const path = written('datajoint.json', { stores: { cloud } })
  const store = readStores({ LABBOOK_DATAJOINT_CONFIG: path }, undefined).stores.get('cloud')
  expect(store).toMatchObject({ endpoint: 'https://s3.lab', credentials: { accessKey: 'me' } })
})

it('0.14 reaches S3 without TLS', () => {
  const path = written('dj_local_conf.json', {
    stores: { cloud: { ...cloud, access_key: 'a', secret_key: 'b', stage: '/s' } },
  })
  expect(readStores({ LABBOOK_DATAJOINT_CONFIG: path }, undefined).stores.get('cloud')).toMatchObject({
    endpoint: 'http://s3.lab',
  })
})

it('what is wrong is said without showing what stands there', () => {
  expect(() => readStores({ DJ_STORES: '{"cloud": {"secret_key": "hush"' }, undefined)).toThrow(
    'DJ_STORES: it is not JSON',
  )
  expect(() => readStores({ LABBOOK_DATAJOINT_CONFIG: join(folder, 'none.json') }, undefined)).toThrow(
    'it cannot be read (ENOENT)',
  )
})
