import { type MantineColorScheme, SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { Panel } from '../../components/Panel.tsx'

/** Light, dark, or as the system; the same as the button in the top bar. */
export const AppearancePanel = () => {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Panel title="Appearance">
      <SegmentedControl
        aria-label="Colour scheme"
        value={colorScheme}
        onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}
        data={[
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
          { value: 'auto', label: 'As the system' },
        ]}
      />
    </Panel>
  )
}
