import { IconWaveSine } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { Key, Table } from '#core/pipeline/table.ts'
import { Answer } from '../../components/Answer.tsx'
import { ChooseResult, ResultPage } from '../../components/ResultPage.tsx'
import { frameQuery } from '../../lib/frames.ts'
import { usePipeline } from '../../lib/usePipeline.ts'
import { UnitsView } from './UnitsView.tsx'

/** The units of one sorting. */
export const UnitsPage = () => {
  const { table, key } = useSearch({ from: '/units' })
  const pipeline = usePipeline()
  if (!table || !key) return <ChooseResult title="Units" noun="sorting" icon={IconWaveSine} />
  return <Answer query={pipeline}>{(found) => <Sorting table={found.table(table)} sorting={key} />}</Answer>
}

const Sorting = ({ table, sorting }: { table: Table; sorting: Key }) => {
  const units = useQuery(frameQuery({ plot: 'ephys.units', table: table.name, key: sorting }))
  return (
    <ResultPage title="Units" resultKey={sorting}>
      <Answer query={units}>{(frame) => <UnitsView table={table} sorting={sorting} frame={frame} />}</Answer>
    </ResultPage>
  )
}
