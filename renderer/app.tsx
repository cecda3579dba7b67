import { Route, Router, Switch } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { ActiveSessions } from './active-sessions/active-sessions.tsx';
import { Catalogue } from './catalogue/catalogue.tsx';
import { Commands } from './commands/commands.tsx';
import { ItemEditor } from './catalogue/item-editor.tsx';
import { Compare } from './compare/compare.tsx';
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
import { Outputs } from './outputs/outputs.tsx';
import { Questions } from './questions/questions.tsx';
import { RunMaintenance } from './run-maintenance/run-maintenance.tsx';
import { RunScript } from './run-maintenance/run-script.tsx';
import { SessionPage } from './session/session-page.tsx';
import { Credentials } from './settings/credentials/credentials.tsx';
import { DataFolder } from './settings/data-folder/data-folder.tsx';
import { Folders } from './settings/folders/folders.tsx';
import { LimitsPart } from './settings/limits/limits.tsx';
import { ScopeEditor } from './settings/scopes/scope-editor.tsx';
import { Scopes } from './settings/scopes/scopes.tsx';
import { Yaml } from './settings/yaml/yaml.tsx';
import { Settings } from './settings/settings.tsx';
import { Timeline } from './timeline/timeline.tsx';

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
          <Route path="/deployments/copy/:name">
            {({ name }) => <DeploymentEditor key={`copy ${name}`} address={`copy ${name}`} beginning={{ copy: decodeURIComponent(name) }} />}
          </Route>
          <Route path="/deployments/win/:name/:computer/:item">
            {({ name, computer, item }) => (
              <DeploymentEditor
                key={`win ${name} ${computer} ${item}`}
                address={`win ${name} ${computer} ${item}`}
                beginning={{ win: decodeURIComponent(name), computer: decodeURIComponent(computer), item: decodeURIComponent(item) }}
              />
            )}
          </Route>
          <Route path="/deployments" component={Deployments} />
          <Route path="/catalogue/new">{() => <ItemEditor key="new" address="item new" beginning={{ new: true }} />}</Route>
          <Route path="/catalogue/edit/:folder">
            {({ folder }) => <ItemEditor key={`edit ${folder}`} address={`item ${folder}`} beginning={{ edit: decodeURIComponent(folder) }} />}
          </Route>
          <Route path="/catalogue/copy/:folder">
            {({ folder }) => <ItemEditor key={`copy ${folder}`} address={`item copy ${folder}`} beginning={{ copy: decodeURIComponent(folder) }} />}
          </Route>
          <Route path="/catalogue" component={Catalogue} />
          <Route path="/active" component={ActiveSessions} />
          <Route path="/history" component={History} />
          <Route path="/insights" component={Insights} />
          <Route path="/compare/:what/:a/:b">
            {({ what, a, b }) => (
              <Compare
                key={`${what} ${a} ${b}`}
                what={what === 'computers' ? 'computers' : 'sessions'}
                a={decodeURIComponent(a)}
                b={decodeURIComponent(b)}
              />
            )}
          </Route>
          <Route path="/timeline/:batch">{({ batch }) => <Timeline key={batch} batch={batch} />}</Route>
          <Route path="/outputs/:batch">{({ batch }) => <Outputs key={batch} batch={batch} />}</Route>
          <Route path="/settings/credentials" component={Credentials} />
          <Route path="/settings/scopes/new/:kind/:tenant?">
            {({ kind, tenant }) => (
              <ScopeEditor
                key={`new ${kind}`}
                kind={kind === 'tenant' ? 'tenant' : 'group'}
                id={null}
                {...(tenant === undefined ? {} : { tenant: decodeURIComponent(tenant) })}
              />
            )}
          </Route>
          <Route path="/settings/scopes/:kind/:id">
            {({ kind, id }) => <ScopeEditor key={`${kind} ${id}`} kind={kind === 'tenant' ? 'tenant' : 'group'} id={decodeURIComponent(id)} />}
          </Route>
          <Route path="/settings/scopes" component={Scopes} />
          <Route path="/settings/limits" component={LimitsPart} />
          <Route path="/settings/folders" component={Folders} />
          <Route path="/settings/yaml" component={Yaml} />
          <Route path="/settings/data" component={DataFolder} />
          <Route path="/settings" component={Settings} />
          <Route path="/sessions/:id/:n?">
            {({ id, n }) => <SessionPage key={id} id={id} {...(n === undefined ? {} : { action: Number(n) })} />}
          </Route>
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
