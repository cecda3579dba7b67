import { Route, Router, Switch } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { ActiveSessions } from './active-sessions/active-sessions.tsx';
import { Catalogue } from './catalogue/catalogue.tsx';
import { Commands } from './commands/commands.tsx';
import { ComputerEditor } from './computers/computer-editor.tsx';
import { Computers } from './computers/computers.tsx';
import { ComputerPage } from './computers/computer-page.tsx';
import { DeploymentEditor } from './deployments/deployment-editor.tsx';
import { Deployments } from './deployments/deployments.tsx';
import { Frame } from './frame/frame.tsx';
import { History } from './history/history.tsx';
import { DropTarget } from './import/drop-target.tsx';
import { ImportScreen } from './import/import-screen.tsx';
import { Insights } from './insights/insights.tsx';
import { Questions } from './questions/questions.tsx';
import { RunMaintenance } from './run-maintenance/run-maintenance.tsx';
import { RunScript } from './run-maintenance/run-script.tsx';
import { SessionPage } from './session/session-page.tsx';
import { Credentials } from './settings/credentials/credentials.tsx';
import { Settings } from './settings/settings.tsx';

/** Every place has an address; back, forward, palette, notifications and links all lead through them. */
export function App() {
  return (
    <Router hook={useHashLocation}>
      <Commands />
      <Frame>
        <Switch>
          <Route path="/computers/new">{() => <ComputerEditor key="new" id={null} address="computer new" />}</Route>
          <Route path="/computers/:id/edit">{({ id }) => <ComputerEditor key={id} id={decodeURIComponent(id)} address={`computer ${id}`} />}</Route>
          <Route path="/computers/:id">{({ id }) => <ComputerPage id={decodeURIComponent(id)} />}</Route>
          <Route path="/import" component={ImportScreen} />
          <Route path="/deployments/new">{() => <DeploymentEditor key="new" address="new" beginning={{ new: true }} />}</Route>
          <Route path="/deployments/edit/:name">
            {({ name }) => <DeploymentEditor key={`edit ${name}`} address={`edit ${name}`} beginning={{ edit: decodeURIComponent(name) }} />}
          </Route>
          <Route path="/deployments/copy/:name/:computer?">
            {({ name, computer }) => (
              <DeploymentEditor
                key={`copy ${name} ${computer ?? ''}`}
                address={`copy ${name} ${computer ?? ''}`}
                beginning={{ copy: decodeURIComponent(name), ...(computer === undefined ? {} : { computer: decodeURIComponent(computer) }) }}
              />
            )}
          </Route>
          <Route path="/deployments" component={Deployments} />
          <Route path="/catalogue" component={Catalogue} />
          <Route path="/active" component={ActiveSessions} />
          <Route path="/history" component={History} />
          <Route path="/insights" component={Insights} />
          <Route path="/settings/credentials" component={Credentials} />
          <Route path="/settings" component={Settings} />
          <Route path="/sessions/:id">{({ id }) => <SessionPage key={id} id={id} />}</Route>
          <Route component={Computers} />
        </Switch>
      </Frame>
      <RunMaintenance />
      <RunScript />
      <Questions />
      <DropTarget />
    </Router>
  );
}
