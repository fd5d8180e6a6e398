import { describe, expect, it } from 'vitest'
import { LabBookError } from '../errors.ts'
import { parseStores } from './storeSpec.ts'

const s3 = {
  protocol: 's3',
  endpoint: 'minio:9000',
  bucket: 'lab',
  location: '/data/',
  access_key: 'me',
  secret_key: 'hush',
}

describe('the stores of a DataJoint configuration', () => {
  it('are read with the defaults of 2.x', () => {
    const { stores, ...defaults } = parseStores(
      { default: 'main', main: { protocol: 'file', location: '/data/store' }, cloud: s3 },
      'stores',
    )
    expect(defaults).toEqual({ default: 'main', filepathDefault: null })
    expect(stores.get('main')).toEqual({
      ...{ name: 'main', protocol: 'file', location: '/data/store', hashPrefix: '_hash', schemaPrefix: '_schema' },
      ...{ partition: [], tokenLength: 8 },
    })
    expect(stores.get('cloud')).toMatchObject({ endpoint: 'https://minio:9000', bucket: 'lab', location: 'data' })
  })

  it('of 0.14 reach S3 without TLS unless told', () => {
    const { stores } = parseStores({ cloud: s3, safe: { ...s3, secure: true } }, 'stores', { secureByDefault: false })
    expect([...stores.values()].map((store) => 'endpoint' in store && store.endpoint)).toEqual([
      'http://minio:9000',
      'https://minio:9000',
    ])
  })

  it('keep their secrets to themselves', () => {
    const { stores } = parseStores({ cloud: s3 }, 'stores')
    const cloud = stores.get('cloud')!
    expect(`${JSON.stringify(cloud)} ${String('credentials' in cloud && cloud.credentials?.secretKey)}`).not.toContain(
      'hush',
    )
    expect('credentials' in cloud && cloud.credentials?.secretKey.reveal()).toBe('hush')
  })

  it.each([
    [
      { main: { protocol: 'file', location: 'relative' } },
      'stores.main: location "relative" is not an absolute folder',
    ],
    [{ main: { protocol: 'ftp' } }, 'stores.main.protocol: Invalid'],
    [{ cloud: { ...s3, secret_key: undefined } }, 'stores.cloud: it has only one of access_key and secret_key'],
    [{ cloud: { ...s3, bucket: 7 } }, 'stores.cloud.bucket: Invalid'],
    [{ default: 'other' }, 'stores.default: "other" is none of the stores'],
    ['text', 'stores: Invalid'],
  ])('%j is refused', (input, problem) => {
    expect(() => parseStores(input, 'stores')).toThrow(LabBookError)
    expect(() => parseStores(input, 'stores')).toThrow(problem)
  })
})
