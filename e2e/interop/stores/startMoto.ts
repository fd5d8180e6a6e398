import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { endProcess, freePort } from '../../fixtures/startLabBook.ts'

export type Moto = { readonly endpoint: string; stop(): Promise<void> }

const credentials = { accessKeyId: 'labbook', secretAccessKey: 'not-a-secret' }

/** An S3 server of moto on a port of the loopback, with an empty bucket `lab`. */
export const startMoto = async (python: string): Promise<Moto> => {
  const port = await freePort()
  const child = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials,
  })
  try {
    for (let tries = 0; ; tries++) {
      const failure = await client.send(new CreateBucketCommand({ Bucket: 'lab' })).then(
        () => null,
        (error: Error) => error,
      )
      if (!failure) return { endpoint: `127.0.0.1:${port}`, stop: () => endProcess(child) }
      if (child.exitCode !== null || tries > 100) throw failure
      await wait(100)
    }
  } catch (error) {
    await endProcess(child)
    throw error
  } finally {
    client.destroy()
  }
}
